/**
 * Whether a web address is Slack's own, by the address of its Web API: the same scheme, and the same host or one below it. Only
 * there a token or a file may go.
 * @param apiUrl such as `https://slack.com/api/`
 */
export function isSlackAddress(address: string, apiUrl: string): boolean {
  if (!URL.canParse(address)) return false;
  const url = new URL(address);
  const api = new URL(apiUrl);
  if (url.protocol !== api.protocol || url.username !== '' || url.password !== '') return false;
  return url.host === api.host || (url.port === api.port && url.hostname.endsWith(`.${api.hostname}`));
}
