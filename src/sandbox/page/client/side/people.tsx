import { Avatar } from '../avatar.tsx';
import { useSandbox } from '../sandbox-context.ts';

/** Everybody in the pretend workspace; a press makes one that person. */
export function People({ after }: { after(): void }) {
  const { screen, become } = useSandbox();
  const { me, people } = screen;

  return (
    <section class="people" aria-labelledby="people-title">
      <h2 id="people-title" class="side-title">
        You are
      </h2>
      <p class="me">
        <Avatar id={me.id} name={me.realName} />
        <span class="person-text">
          <strong>{me.realName}</strong>
          <span>{me.title}</span>
          <span class="person-email">{me.email}</span>
        </span>
      </p>
      <h3 class="side-title">Become</h3>
      <ul>
        {people
          .filter(({ id }) => id !== me.id)
          .map(({ id, realName, title, isHome, isDeactivated }) => (
            <li key={id}>
              <button
                type="button"
                class="person"
                aria-label={`Become ${realName}, ${title}`}
                onClick={() => {
                  become(id);
                  after();
                }}
              >
                <Avatar id={id} name={realName} />
                <span class="person-text">
                  <strong>{realName}</strong>
                  <span>
                    {title}
                    {isDeactivated ? ' · deactivated' : !isHome && ' · other workspace'}
                  </span>
                </span>
              </button>
            </li>
          ))}
      </ul>
    </section>
  );
}
