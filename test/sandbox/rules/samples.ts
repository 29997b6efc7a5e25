/** Small valid pieces of Block Kit that the tests of the rules change one thing in. */
export type Json = Record<string, unknown>;

export const chars = (length: number) => 'x'.repeat(length);
export const plain = (text: string): Json => ({ type: 'plain_text', text });
export const mrkdwn = (text: string): Json => ({ type: 'mrkdwn', text });
export const times = <T>(count: number, make: (i: number) => T): T[] =>
  Array.from({ length: count }, (_, i) => make(i));

export const section = (more: Json = {}): Json => ({ type: 'section', text: mrkdwn('Hello'), ...more });
export const actions = (...elements: Json[]): Json => ({ type: 'actions', elements });
export const input = (element: Json, more: Json = {}): Json => ({
  type: 'input',
  label: plain('Label'),
  element,
  ...more,
});
export const button = (more: Json = {}): Json => ({ type: 'button', text: plain('Send'), ...more });
export const option = (value = 'a', more: Json = {}): Json => ({
  text: plain(`Option ${value}`),
  value,
  ...more,
});
export const options = (count: number): Json[] => times(count, (i) => option(String(i)));
export const select = (more: Json = {}): Json => ({ type: 'static_select', options: options(2), ...more });
export const confirm = (more: Json = {}): Json => ({
  title: plain('Sure?'),
  text: plain('This ends the access.'),
  confirm: plain('End access'),
  deny: plain('Keep'),
  ...more,
});
export const image = (more: Json = {}): Json => ({
  type: 'image',
  image_url: 'https://example.org/a.png',
  alt_text: 'A picture',
  ...more,
});
export const modal = (blocks: unknown[] = [section()], more: Json = {}): Json => ({
  type: 'modal',
  title: plain('Title'),
  submit: plain('Send'),
  blocks,
  ...more,
});
export const home = (blocks: unknown[] = [section()], more: Json = {}): Json => ({
  type: 'home',
  blocks,
  ...more,
});
export const without = (value: Json, ...keys: string[]): Json =>
  Object.fromEntries(Object.entries(value).filter(([key]) => !keys.includes(key)));
