/** The bodies that the page sends, checked before they reach the sandbox's Slack. */
import { z } from 'zod';
import type { ElementState, Gesture, Surface } from '../slack/screen.ts';
import type { ClockMove } from './backend.ts';

const id = z.string().min(1).max(255);
const longText = z.string().max(12_000);

const surface: z.ZodType<Surface> = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('message'), conversation: id, ts: id }),
  z.strictObject({ type: z.literal('modal'), viewId: id }),
  z.strictObject({ type: z.literal('home') }),
]);

const elementState: z.ZodType<ElementState> = z.looseObject({ type: z.string().min(1).max(64) });

const at = { on: surface, blockId: id, actionId: id };

const gesture: z.ZodType<Gesture> = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('say'), conversation: id, text: longText.min(1) }),
  z.strictObject({ kind: z.literal('shortcut'), callbackId: id }),
  z.strictObject({ kind: z.literal('open-home') }),
  z.strictObject({ kind: z.literal('read'), conversation: id }),
  z.strictObject({ kind: z.literal('press'), ...at, value: elementState.exactOptional() }),
  z.strictObject({
    kind: z.literal('change'),
    ...at,
    value: elementState,
    enter: z.literal(true).exactOptional(),
  }),
  z.strictObject({ kind: z.literal('submit'), viewId: id }),
  z.strictObject({ kind: z.literal('close'), viewId: id, all: z.boolean().exactOptional() }),
  z.strictObject({ kind: z.literal('dismiss'), noticeId: id }),
]);

export const GestureRequest = z.strictObject({ as: id, gesture });

export const OptionsRequest = z.strictObject({ as: id, ...at, query: z.string().max(255) });

/** The address of an upload; the bytes are the body. */
export const UploadRequest = z.strictObject({
  as: id,
  viewId: id,
  blockId: id,
  actionId: id,
  name: z.string().min(1).max(255),
});

const YEAR = 366 * 24 * 60 * 60 * 1000;

export const ClockRequest: z.ZodType<ClockMove> = z.union([
  z.strictObject({ milliseconds: z.int().min(1).max(YEAR) }),
  z.strictObject({ to: z.literal('next-working-morning') }),
  z.strictObject({ until: z.iso.datetime() }),
]);

export const FaultRequest = z.strictObject({
  id,
  isOn: z.boolean(),
  value: z.string().max(2_000).exactOptional(),
});
