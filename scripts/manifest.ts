/**
 * Prints the Slack app manifest.
 *
 *   npm run manifest                                  for Socket Mode
 *   npm run manifest -- --http https://example.org    for HTTP, at that address
 *   npm run manifest -- --write                       writes it to manifest.json instead
 */
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { buildManifest, type ManifestMode } from '../src/slack/manifest.ts';

const USAGE = 'Usage: npm run manifest -- [--http https://example.org | --write]';

try {
  const { values } = parseArgs({ options: { http: { type: 'string' }, write: { type: 'boolean' } } });
  if (values.write && values.http !== undefined) {
    throw new Error('manifest.json is the one for Socket Mode. Send the one for HTTP to a file of your own.');
  }
  const mode: ManifestMode =
    values.http === undefined ? { kind: 'socket' } : { kind: 'http', url: baseUrl(values.http) };
  const json = `${JSON.stringify(buildManifest(mode), null, 2)}\n`;
  if (values.write) writeFileSync(fileURLToPath(new URL('../manifest.json', import.meta.url)), json);
  else process.stdout.write(json);
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n${USAGE}\n`);
  process.exitCode = 1;
}

/** An https origin, with nothing after it that the app's own paths would be appended to. */
function baseUrl(text: string): string {
  if (!URL.canParse(text)) throw new Error(`"${text}" is not a URL.`);
  const url = new URL(text);
  if (url.protocol !== 'https:')
    throw new Error(`Slack calls only https addresses, and "${text}" is not one.`);
  if (url.username || url.password)
    throw new Error('The address must not contain a user name or a password.');
  if (text.replace(/\/$/, '').toLowerCase() !== url.origin) {
    throw new Error(`Give the address without a path: "${url.origin}".`);
  }
  return url.origin;
}
