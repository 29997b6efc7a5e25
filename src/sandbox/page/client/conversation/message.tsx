import type { ShownMessage } from '../../../slack/screen.ts';
import { Avatar } from '../avatar.tsx';
import { Blocks } from '../blocks/blocks.tsx';
import { Mrkdwn } from '../mrkdwn/mrkdwn.tsx';
import { momentOf, timeOf } from '../time.ts';
import { Files } from './files.tsx';

export function Message({ message }: { message: ShownMessage }) {
  const { author, blocks, text, ts, conversation, state, files } = message;
  const isPerson = author.kind === 'person';

  return (
    <article
      class={`message${message.ephemeral ? ' message-ephemeral' : ''}`}
      aria-label={`Message from ${author.name}`}
    >
      <Avatar id={author.id} name={author.name} isApp={author.kind === 'app'} />
      <div class="message-content">
        <p class="message-head">
          <strong>{author.name}</strong>
          {!isPerson && <span class="badge">App</span>}
          <time dateTime={message.at} title={momentOf(message.at)}>
            {timeOf(message.at)}
          </time>
          {message.edited && isPerson && <span class="edited">edited</span>}
          {message.ephemeral && <span class="only-you">Only visible to you</span>}
        </p>
        {blocks.length > 0 ? (
          <Blocks
            blocks={blocks}
            surface={{ on: { type: 'message', conversation, ts }, state, errors: {} }}
          />
        ) : (
          <Mrkdwn text={text} />
        )}
        {files.length > 0 && <Files files={files} />}
      </div>
    </article>
  );
}
