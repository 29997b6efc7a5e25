/** The message, modal or Home that the blocks below belong to. */
import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { StateValues, Surface } from '../../../slack/screen.ts';

export interface SurfaceValue {
  on: Surface;
  /** Undefined where Slack does not tell; each element then remembers its own value. */
  state: StateValues | undefined;
  /** Field errors, by block_id. */
  errors: Record<string, string>;
}

export const SurfaceContext = createContext<SurfaceValue | null>(null);

export function useSurface(): SurfaceValue {
  const surface = useContext(SurfaceContext);
  if (!surface) throw new Error('useSurface needs a SurfaceContext.');
  return surface;
}
