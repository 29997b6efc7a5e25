/** One mail from one list of parts, as text and as HTML, so that the two never say different things. No links, no images (A31). */
import { clean } from '../common/escape.ts';
import { escapeExact, escapeHtml, inertLines } from './escape.ts';

export type MailPart =
  | { kind: 'text'; text: string }
  | { kind: 'code'; code: string }
  | { kind: 'quote'; text: string }
  | { kind: 'facts'; facts: readonly (readonly [label: string, value: string])[] }
  | { kind: 'steps'; steps: readonly string[] };

export interface Mail {
  subject: string;
  text: string;
  html: string;
}

/** Texts and steps are inert already; quotes and facts are as people typed them. */
export function mail({
  subject,
  preheader,
  parts,
}: {
  subject: string;
  /** What mail programs show beside the subject in the list. */
  preheader: string;
  parts: readonly MailPart[];
}): Mail {
  return {
    subject,
    text: `${parts.map(asText).join('\n\n')}\n`,
    html: page(subject, preheader, parts.map(asHtml).join('\n')),
  };
}

function asText(part: MailPart): string {
  switch (part.kind) {
    case 'text':
      return part.text;
    case 'code':
      return `    ${part.code}`;
    case 'quote':
      return inertLines(part.text)
        .map((line) => `> ${line}`)
        .join('\n');
    case 'facts':
      return part.facts.map(([label, value]) => `${label}: ${clean(value)}`).join('\n');
    case 'steps':
      return part.steps.map((step, index) => `${index + 1}. ${step}`).join('\n');
  }
}

function asHtml(part: MailPart): string {
  switch (part.kind) {
    case 'text':
      return `<p>${escapeHtml(part.text)}</p>`;
    case 'code':
      return `<p class="code">${escapeHtml(part.code)}</p>`;
    case 'quote':
      return `<blockquote>${inertLines(part.text).map(escapeHtml).join('<br>')}</blockquote>`;
    case 'facts':
      return `<p>${part.facts.map(factAsHtml).join('<br>')}</p>`;
    case 'steps':
      return `<ol>${part.steps.map((step) => `<li>${escapeHtml(step)}</li>`).join('')}</ol>`;
  }
}

function factAsHtml([label, value]: readonly [label: string, value: string]): string {
  return `<strong>${escapeHtml(label)}:</strong> ${escapeExact(clean(value))}`;
}

// No colours: each mail program then uses its own, light or dark.
const style = [
  ':root{color-scheme:light dark}',
  'body{margin:0;padding:24px;font:16px/1.5 system-ui,sans-serif}',
  'main{max-width:36em;margin:0 auto}',
  '.code{font:bold 22px/1.4 ui-monospace,Consolas,monospace;padding:12px 16px;border:1px solid;border-radius:6px}',
  'blockquote{margin:16px 0;padding:0 0 0 16px;border-left:3px solid}',
  'li{margin:8px 0}',
].join('');

function page(title: string, preheader: string, body: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escapeHtml(title)}</title>
<style>${style}</style>
</head>
<body>
<div style="display:none;max-height:0;overflow:hidden">${escapeHtml(preheader)}</div>
<main>
${body}
</main>
</body>
</html>
`;
}
