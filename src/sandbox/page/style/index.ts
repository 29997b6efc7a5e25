/** The page's styles. Kept as text in modules, so that the compiled program has them too. */
import { BASE } from './base.ts';
import { BLOCKS } from './blocks.ts';
import { CONTROLS } from './controls.ts';
import { CONVERSATION } from './conversation.ts';
import { LAYOUT } from './layout.ts';
import { MAILBOX } from './mailbox.ts';
import { MODAL } from './modal.ts';
import { SIDE } from './side.ts';
import { TOKENS } from './tokens.ts';

export const STYLE = [TOKENS, BASE, LAYOUT, SIDE, CONVERSATION, BLOCKS, CONTROLS, MODAL, MAILBOX].join('\n');
