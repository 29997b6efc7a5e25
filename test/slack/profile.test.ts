/** Whom Slack vouches for as an admin: of the workspace, or of the whole Grid where Gatehouse is installed for all of it. */
import { WebClient } from '@slack/web-api';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { olga, workspace } from '../../src/sandbox/people.ts';
import { type FakeSlack, startFakeSlack } from '../../src/sandbox/slack/index.ts';
import type { Install } from '../../src/slack/install.ts';
import { buildManifest } from '../../src/slack/manifest.ts';
import { fetchProfile, workspaceAdmins } from '../../src/slack/profile.ts';

const standing = {
  id: 'W0GRID',
  enterprise_id: 'E0GRID',
  is_admin: false,
  is_owner: false,
  teams: ['T0HOME'],
};
const none = { ...olga, id: 'U0NONE', name: 'none', isWorkspaceAdmin: false };
const local = { ...olga, id: 'U0LOCAL', name: 'local', isWorkspaceAdmin: true, grid: standing };
const whole = { ...none, id: 'U0WHOLE', name: 'whole', grid: { ...standing, is_admin: true } };
const owner = { ...none, id: 'U0OWNER', name: 'owner', grid: { ...standing, is_owner: true } };

let slack: FakeSlack;
let client: WebClient;
beforeAll(async () => {
  slack = await startFakeSlack({
    manifest: buildManifest({ kind: 'socket' }),
    workspace,
    people: [none, local, whole, owner],
    channels: [],
    transport: { kind: 'socket' },
  });
  client = new WebClient(slack.botToken, { slackApiUrl: slack.url });
});
afterAll(() => slack.stop());

const { id: teamId } = workspace;
const single: Install = { tenantId: teamId, teamId, enterpriseId: null, name: '', botUserId: '' };
const grid: Install = { ...single, tenantId: 'E0GRID', enterpriseId: 'E0GRID' };

const admins = async (install: Install) => {
  const found: string[] = [];
  for (const { id: userId } of [none, local, whole, owner]) {
    const profile = await fetchProfile(client, install, { teamId: install.tenantId, userId });
    if (profile.isWorkspaceAdmin) found.push(userId);
  }
  return found;
};

it('of a workspace: its admins', async () => {
  expect(await admins(single)).toEqual([local.id]);
  expect(await workspaceAdmins(client, single)).toEqual([local.id]);
});

it('of a Grid: the admins and owners of the whole, not those of a sister workspace', async () => {
  expect(await admins(grid)).toEqual([whole.id, owner.id]);
  expect(await workspaceAdmins(client, grid)).toEqual([whole.id, owner.id]);
});
