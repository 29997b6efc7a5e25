import type { WebClient } from '@slack/web-api';
import { formError } from '../domain/errors.ts';
import { isSlackAddress } from '../domain/slack-address.ts';

/** A file that somebody gave to Gatehouse in a form. */
export interface SlackFile {
  name: string;
  /** Bytes. */
  size: number;
  /** Where its content is, for whoever has the token. */
  url: string;
}

/** Longer than 10 MB take on a slow line. */
const downloadMs = 60_000;
const mostRedirects = 3;

/** What Slack says of a file, so that nobody has to believe a payload. @throws DomainError on `file` when there is none */
export async function findFile(client: WebClient, fileId: string): Promise<SlackFile> {
  const { file } = await client.files.info({ file: fileId });
  const url = file?.url_private_download ?? file?.url_private;
  if (!url) throw unreadable();
  return { name: file?.name ?? 'file.csv', size: file?.size ?? 0, url };
}

/**
 * The content of a file, piece by piece. It is asked for when the first piece is, and never from anywhere but Slack.
 * @throws DomainError on `file` when Slack does not hand it out, or it is longer than `limit` bytes
 */
export async function* contentOf(
  client: WebClient,
  { url }: SlackFile,
  limit: number,
): AsyncGenerator<Uint8Array> {
  const response = await fetchFromSlack(client, url);
  let length = 0;
  for await (const piece of response.body ?? []) {
    length += piece.length;
    if (length > limit) throw tooLarge(limit);
    yield piece;
  }
}

export function tooLarge(limit: number): Error {
  return formError({ file: `The file is larger than ${limit / 1_000_000} MB. Split it up.` });
}

/** The token goes along with every redirect, so each has to stay at Slack. */
async function fetchFromSlack(client: WebClient, url: string): Promise<Response> {
  let address = url;
  for (let redirects = 0; redirects <= mostRedirects; redirects += 1) {
    if (!isSlackAddress(address, client.slackApiUrl)) throw unreadable();
    const response = await fetch(address, {
      redirect: 'manual',
      headers: { authorization: `Bearer ${client.token ?? ''}` },
      signal: AbortSignal.timeout(downloadMs),
    });
    const location = response.headers.get('location');
    if (response.status < 300 || response.status >= 400 || location === null) return readable(response);
    await response.body?.cancel();
    address = new URL(location, address).href;
  }
  throw unreadable();
}

/** Slack shows its sign-in page instead of a file, with status 200, to whoever may not have the file. */
function readable(response: Response): Response {
  const isPage = response.headers.get('content-type')?.startsWith('text/html') ?? false;
  if (response.status !== 200 || isPage) throw unreadable();
  return response;
}

function unreadable(): Error {
  return formError({ file: 'Slack did not hand out the file. Choose it again.' });
}
