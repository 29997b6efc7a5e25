import { useEffect } from 'preact/hooks';
import { Avatar } from './avatar.tsx';
import { Blocks } from './blocks/blocks.tsx';
import { AppTabs } from './conversation/app-tabs.tsx';
import { useSandbox } from './sandbox-context.ts';
import { ViewHeader } from './view-header.tsx';

/** The app's Home tab, as the app publishes it for this person. */
export function Home() {
  const { screen, perform } = useSandbox();
  const { home, app, me } = screen;

  // Opened once for each person.
  useEffect(() => void perform({ kind: 'open-home' }), [me.id]);

  return (
    <>
      <ViewHeader
        icon={<Avatar id={app.id} name={app.name} isApp />}
        title={app.name}
        detail={`As ${me.realName} sees it`}
      >
        <AppTabs current="home" />
      </ViewHeader>
      <div class="scroll">
        {home ? (
          <div class="page-column">
            <Blocks
              blocks={home.view.blocks}
              surface={{ on: { type: 'home' }, state: home.state, errors: {} }}
            />
          </div>
        ) : (
          <p class="empty">{app.name} has not prepared this page yet.</p>
        )}
      </div>
    </>
  );
}
