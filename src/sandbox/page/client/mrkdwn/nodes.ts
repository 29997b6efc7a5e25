/** Slack's mrkdwn as a tree. */
export type Inline =
  | { kind: 'text'; text: string }
  | { kind: 'bold' | 'italic' | 'strike'; children: Inline[] }
  | { kind: 'code'; text: string }
  | { kind: 'emoji'; name: string }
  | { kind: 'link'; url: string; label: string }
  | { kind: 'user'; id: string; label: string | null }
  | { kind: 'channel'; id: string; label: string | null }
  | { kind: 'everyone'; name: string }
  | { kind: 'date'; seconds: number; format: string; link: string | null; fallback: string }
  | { kind: 'break' };

export type Paragraph =
  | { kind: 'paragraph'; children: Inline[] }
  | { kind: 'code-block'; text: string }
  | { kind: 'quote'; children: Paragraph[] }
  | { kind: 'list'; ordered: boolean; items: Inline[][] };
