/** What every part of the page may know and do. */
import type { ConfirmationDialog } from '@slack/types';
import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { Gesture, GestureResult, Mail, OptionList, Screen, Surface } from '../../slack/screen.ts';
import type { Controls, PageSettings } from '../backend.ts';
import type { PendingChanges } from './pending.ts';
import type { Place } from './place.ts';

export interface Sandbox {
  settings: PageSettings;
  screen: Screen;
  mails: Mail[];
  /** The journey of the clock, and the faults. */
  controls: Controls;
  place: Place;
  pending: PendingChanges;
  /** Does it as the person on the screen; a refusal is shown as a notice. Resolves when the screen shows what came of it. */
  perform(gesture: Gesture): Promise<GestureResult>;
  /** Puts a file into a file input of a modal; a refusal is shown as a notice. */
  upload(viewId: string, field: { blockId: string; actionId: string }, file: File): Promise<void>;
  loadOptions(on: Surface, blockId: string, actionId: string, query: string): Promise<OptionList>;
  /** Resolves when the page shows what is there now. */
  refresh(): Promise<unknown>;
  go(place: Place): void;
  become(personId: string, place?: Place): void;
  confirm(question: ConfirmationDialog): Promise<boolean>;
  warn(text: string): void;
}

export const SandboxContext = createContext<Sandbox | null>(null);

export function useSandbox(): Sandbox {
  const sandbox = useContext(SandboxContext);
  if (!sandbox) throw new Error('useSandbox needs a SandboxContext.');
  return sandbox;
}
