import { dirname, join } from 'node:path';
import { type FileStore, openFileStore } from './file-store.ts';
import { appConversationId, type Identity, identityOf } from './identity.ts';
import type { Obj } from './json.ts';
import { type Manifest, readManifest } from './manifest.ts';
import type { Notice, Person, StateValues } from './screen.ts';
import { loadState, saveState } from './store.ts';
import type { ApiCall, ConversationRecord, FakeSlackOptions, State, ViewRecord } from './types.ts';

/** A short-lived right to open one view. */
export interface Trigger {
  userId: string;
  /** The view that the person acted in, when it was one. */
  viewId?: string;
  /** Milliseconds of real time. */
  expiresAt: number;
  used: boolean;
}

/** Everything that the fake knows. The modules beside this one read and change it. */
export interface World {
  workspace: { id: string; name: string };
  people: Map<string, Person>;
  manifest: Manifest;
  identity: Identity;
  appName: string;
  state: State;
  /** Modals by person, lowest first. */
  stacks: Map<string, ViewRecord[]>;
  notices: Map<string, Notice[]>;
  triggers: Map<string, Trigger>;
  /** Options that the app has offered for an external select, by person and element. */
  offered: Map<string, Obj[]>;
  /** What each person has chosen in the elements of a message. */
  messageStates: Map<string, StateValues>;
  /** The bytes of files. */
  fileStore: FileStore;
  log: ApiCall[];
  violations: string[];
  version: number;
  ackTimeoutMs: number;
  triggerLifetimeMs: number;
  /** Base of the fake's own addresses, without a slash at the end. */
  origin: string;
  now(): Date;
  /** Saves, then tells everyone who listens. */
  changed(): void;
  listeners: Set<() => void>;
}

/** Builds the workspace from the options and from what an earlier run left in the state file. */
export function createWorld(options: FakeSlackOptions): World {
  const manifest = readManifest(options.manifest);
  const identity = identityOf(options.workspace.id);
  const people = new Map(options.people.map((person) => [person.id, person]));
  const clock = options.clock ?? (() => new Date());
  const { stateFile } = options;

  const world: World = {
    workspace: options.workspace,
    people,
    manifest,
    identity,
    appName: options.appName ?? manifest.botName,
    state: { ...emptyState(), ...loadState(stateFile) },
    stacks: new Map(),
    notices: new Map(),
    triggers: new Map(),
    offered: new Map(),
    messageStates: new Map(),
    fileStore: openFileStore(stateFile === undefined ? undefined : join(dirname(stateFile), 'files')),
    log: [],
    violations: [],
    version: 0,
    ackTimeoutMs: options.ackTimeoutMs ?? 3000,
    triggerLifetimeMs: options.triggerLifetimeMs ?? 3000,
    origin: '',
    now: clock,
    changed() {
      world.version += 1;
      if (stateFile !== undefined) saveState(stateFile, world.state);
      for (const listener of world.listeners) listener();
    },
    listeners: new Set(),
  };
  addConversations(world, options);
  if (stateFile !== undefined) saveState(stateFile, world.state);
  return world;
}

/** Tells everyone who listens of a change that needs no saving, such as a modal or a notice. */
export function shown(world: World): void {
  world.version += 1;
  for (const listener of world.listeners) listener();
}

/** The next message time stamp: unique, and later than every one before it. */
export function nextTs(world: World): string {
  const micros = Math.max(world.now().getTime() * 1000, world.state.lastTs + 1);
  world.state.lastTs = micros;
  return `${Math.floor(micros / 1_000_000)}.${String(micros % 1_000_000).padStart(6, '0')}`;
}

/** Notes a rule that the app broke. */
export function violation(world: World, text: string): void {
  world.violations.push(text);
}

/** Shows a person a notice, as Slack does beside the composer or in a modal. */
export function notify(world: World, userId: string, level: Notice['level'], text: string): void {
  const notices = world.notices.get(userId) ?? [];
  world.version += 1;
  notices.push({ id: `N${world.version}`, level, text });
  world.notices.set(userId, notices.slice(-20));
  shown(world);
}

/** The workspace that somebody belongs to. */
export function teamOf(world: World, person: Person): string {
  return person.isHome ? world.workspace.id : (person.teamId ?? `T0${person.id.slice(1)}`);
}

/** The conversation between a person and the app, made when it is not there yet. */
export function appConversation(world: World, userId: string): ConversationRecord {
  const id = appConversationId(world.workspace.id, userId);
  const existing = world.state.conversations[id];
  if (existing !== undefined) return existing;
  const conversation: ConversationRecord = {
    id,
    kind: 'app',
    name: world.appName,
    members: [userId, world.identity.botUserId],
    archived: false,
  };
  world.state.conversations[id] = conversation;
  return conversation;
}

function addConversations(world: World, { channels, people }: FakeSlackOptions): void {
  for (const { id, name, isPrivate, members } of channels) {
    const kept = world.state.conversations[id];
    if (kept !== undefined) {
      const people = members.filter((member) => member !== 'APP');
      kept.members = [...new Set([...kept.members, ...people])];
      continue;
    }
    world.state.conversations[id] = {
      id,
      name,
      kind: isPrivate === true ? 'private-channel' : 'channel',
      members: members.map((member) => (member === 'APP' ? world.identity.botUserId : member)),
      archived: false,
    };
  }
  for (const person of people) if (person.isHome) appConversation(world, person.id);
}

function emptyState(): State {
  return {
    conversations: {},
    messages: {},
    homes: {},
    unread: {},
    opened: [],
    responseUrls: {},
    files: {},
    lastTs: 0,
  };
}
