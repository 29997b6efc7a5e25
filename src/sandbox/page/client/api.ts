/** The page's requests to the sandbox. */
import type { Gesture, GestureResult, Mail, OptionList, Screen, Surface } from '../../slack/screen.ts';
import type {
  Arrival,
  ClockMove,
  Controls,
  FaultChange,
  FaultChangeResult,
  PageSettings,
} from '../backend.ts';

export const fetchSettings = () => get<PageSettings>('/api/settings');
export const fetchMails = () => get<Mail[]>('/api/mails');
export const fetchScreen = (as: string) => get<Screen>(`/api/screen?as=${encodeURIComponent(as)}`);

export const fetchOptions = (as: string, on: Surface, blockId: string, actionId: string, query: string) =>
  post<OptionList>('/api/options', { as, on, blockId, actionId, query });

export async function sendGesture(as: string, gesture: Gesture): Promise<GestureResult> {
  try {
    return await post<GestureResult>('/api/gesture', { as, gesture });
  } catch (error) {
    return { ok: false, error: (error as Error).message };
  }
}

/** Puts a file into a file input of a modal. */
export async function sendFile(
  as: string,
  viewId: string,
  { blockId, actionId }: { blockId: string; actionId: string },
  file: File,
): Promise<GestureResult> {
  const where = new URLSearchParams({ as, viewId, blockId, actionId, name: file.name });
  try {
    return await request<GestureResult>(`/api/upload?${where}`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/octet-stream' },
      body: file,
    });
  } catch (error) {
    return { ok: false, error: (error as Error).message };
  }
}

export const addressOfFile = (as: string, id: string) => `/api/file?${new URLSearchParams({ as, id })}`;

export const fetchControls = () => get<Controls>('/api/controls');
export const moveClock = (move: ClockMove) => post<Arrival>('/api/clock', move);
export const changeFault = (change: FaultChange) => post<FaultChangeResult>('/api/fault', change);
export const healAll = () => post<{ ok: true }>('/api/heal', {});

const get = <T>(path: string) => request<T>(path, {});

const post = <T>(path: string, body: unknown) =>
  request<T>(path, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  });

async function request<T>(path: string, init: RequestInit): Promise<T> {
  const response = await fetch(path, init).catch(() => {
    throw new Error('The sandbox does not answer. Is it still running in the terminal?');
  });
  const text = await response.text();
  if (response.ok) return JSON.parse(text) as T;
  throw new Error(errorIn(text) ?? text);
}

function errorIn(text: string): string | null {
  try {
    return (JSON.parse(text) as { error?: string }).error ?? null;
  } catch {
    return null;
  }
}
