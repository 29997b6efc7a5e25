/** One person's screen, everybody's mail and what is set around the app, fetched again whenever the server says that something changed. */
import { useEffect, useMemo, useState } from 'preact/hooks';
import type { Mail, Screen } from '../../slack/screen.ts';
import type { Controls } from '../backend.ts';
import { fetchControls, fetchMails, fetchScreen } from './api.ts';

export interface World {
  screen: Screen | null;
  mails: Mail[];
  controls: Controls;
  /** Why there is nothing new to see; null while all is well. */
  trouble: string | null;
  /** Resolves with a screen at least as new as the call, when the page shows it; null when there is none. */
  refresh(): Promise<Screen | null>;
}

export function useWorld(as: string): World {
  const [screen, setScreen] = useState<Screen | null>(null);
  const [mails, setMails] = useState<Mail[]>([]);
  const [controls, setControls] = useState<Controls>({ journey: null, faults: [] });
  const [trouble, setTrouble] = useState<string | null>(null);

  const refresh = useMemo(
    () =>
      oneAtATime(async () => {
        try {
          const [nextScreen, nextMails, nextControls] = await Promise.all([
            fetchScreen(as),
            fetchMails(),
            fetchControls(),
          ]);
          setScreen(nextScreen);
          setMails(nextMails);
          setControls(nextControls);
          setTrouble(null);
          return nextScreen;
        } catch (error) {
          setTrouble((error as Error).message);
          return null;
        }
      }),
    [as],
  );

  useEffect(() => {
    const events = new EventSource('/events');
    events.onmessage = () => void refresh();
    events.onerror = () => setTrouble('The connection to the sandbox is lost. Trying again…');
    void refresh();
    return () => events.close();
  }, [refresh]);

  return { screen, mails, controls, trouble, refresh };
}

/** Calls made while one is running share the next run. */
function oneAtATime<T>(work: () => Promise<T>): () => Promise<T> {
  let running: Promise<T> | null = null;
  let next: Promise<T> | null = null;
  const start = (): Promise<T> => {
    if (!running) {
      running = work().finally(() => {
        running = null;
      });
      return running;
    }
    next ??= running.then(() => {
      next = null;
      return start();
    });
    return next;
  };
  return start;
}
