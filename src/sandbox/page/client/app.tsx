import type { ConfirmationDialog } from '@slack/types';
import { useMemo, useRef, useState } from 'preact/hooks';
import type { Gesture, Notice, Screen } from '../../slack/screen.ts';
import type { PageSettings } from '../backend.ts';
import { Announcer } from './announcer.tsx';
import { fetchOptions, sendFile, sendGesture } from './api.ts';
import { ConfirmDialog } from './modal/confirm-dialog.tsx';
import { ModalLayer } from './modal/modal-layer.tsx';
import { useReturningFocus } from './modal/use-returning-focus.ts';
import { Notices } from './notices.tsx';
import { PendingChanges } from './pending.ts';
import { type Sandbox, SandboxContext } from './sandbox-context.ts';
import { Shell } from './shell.tsx';
import { usePosition } from './use-position.ts';
import { useWorld } from './use-world.ts';

interface Question {
  about: ConfirmationDialog;
  answer(agreed: boolean): void;
}

export function App({ settings }: { settings: PageSettings }) {
  const [position, move] = usePosition(settings.defaultPerson);
  const { screen, mails, controls, trouble, refresh } = useWorld(position.as);
  const [question, setQuestion] = useState<Question | null>(null);
  const [warnings, setWarnings] = useState<Notice[]>([]);
  const pending = useMemo(() => new PendingChanges(), []);
  const shell = useRef<HTMLDivElement>(null);
  const isCovered = question !== null || (screen?.modals.length ?? 0) > 0;
  useReturningFocus(shell, isCovered);

  if (!screen) return <p class="empty">{trouble ?? 'Opening the sandbox…'}</p>;

  const warn = (text: string) =>
    setWarnings((shown) => [...shown, { id: `page-${Date.now()}-${shown.length}`, level: 'error', text }]);

  const sandbox: Sandbox = {
    settings,
    screen,
    mails,
    controls,
    place: position.place,
    pending,
    warn,
    async perform(gesture: Gesture) {
      const result = await sendGesture(screen.me.id, gesture);
      const next = await refresh();
      if (!result.ok && !showsFieldErrors(gesture, next)) warn(result.error);
      return result;
    },
    async upload(viewId, field, file) {
      const result = await sendFile(screen.me.id, viewId, field, file);
      await refresh();
      if (!result.ok) warn(result.error);
    },
    loadOptions: (on, blockId, actionId, query) => fetchOptions(screen.me.id, on, blockId, actionId, query),
    refresh,
    go: (place) => move({ as: screen.me.id, place }),
    become(as, place = position.place) {
      setWarnings([]);
      move({ as, place });
    },
    confirm: (about) =>
      new Promise((resolve) => {
        const answer = (agreed: boolean) => {
          setQuestion(null);
          resolve(agreed);
        };
        setQuestion({ about, answer });
      }),
  };

  return (
    <SandboxContext.Provider value={sandbox}>
      <div class="app" ref={shell} inert={isCovered}>
        <Shell trouble={trouble} />
      </div>
      <ModalLayer isCovered={question !== null} />
      {question && <ConfirmDialog question={question.about} answer={question.answer} />}
      <Notices
        warnings={warnings}
        forget={(id) => setWarnings((shown) => shown.filter((warning) => warning.id !== id))}
      />
      <Announcer />
    </SandboxContext.Provider>
  );
}

/** A refused submission that says why beside its fields needs no notice. */
function showsFieldErrors(gesture: Gesture, screen: Screen | null): boolean {
  if (gesture.kind !== 'submit') return false;
  const modal = screen?.modals.find(({ id }) => id === gesture.viewId);
  return Object.keys(modal?.errors ?? {}).length > 0;
}
