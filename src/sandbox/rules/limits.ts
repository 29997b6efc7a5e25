/**
 * Every limit that Slack documents and this app can meet, named once.
 * Lengths are in characters unless the name says otherwise.
 */
export const LIMITS = {
  modalBlocks: 100,
  homeBlocks: 100,
  messageBlocks: 50,
  /** Slack documents 250 KB; counted as the smaller decimal unit. */
  viewBytes: 250_000,
  /** Modals open on top of each other. */
  viewStack: 3,
  viewTitle: 24,
  viewSubmit: 24,
  viewClose: 24,
  privateMetadata: 3000,
  callbackId: 255,
  externalId: 255,

  /** Slack cuts a longer text off without an error. */
  messageText: 40_000,
  /** `chat.update` refuses a longer one. */
  updateText: 4000,
  /** Not documented; `msg_blocks_too_long` begins a little above it. */
  messageBlocksText: 12_000,

  blockId: 255,
  actionId: 255,
  text: 3000,
  url: 3000,
  sectionText: 3000,
  sectionFields: 10,
  sectionFieldText: 2000,
  headerText: 150,
  contextElements: 10,
  actionsElements: 25,
  inputLabel: 2000,
  inputHint: 2000,
  imageTitle: 2000,
  altText: 2000,
  imageUrl: 3000,
  richTextIndent: 8,

  buttonText: 75,
  buttonValue: 2000,
  accessibilityLabel: 75,
  placeholder: 150,
  selectOptions: 100,
  optionGroups: 100,
  choiceOptions: 10,
  overflowOptions: 5,
  optionText: 75,
  optionValue: 150,
  optionDescription: 75,
  optionGroupLabel: 75,
  inputText: 3000,
  files: 10,
  /** Of one file in a file input; Slack documents 10 MB, counted as the smaller decimal unit. */
  fileInputBytes: 10_000_000,

  confirmTitle: 100,
  confirmText: 300,
  confirmButton: 30,

  /** Answer within this time, counted from the moment Slack sends. */
  ackMs: 3000,
  triggerIdMs: 3000,
  responseUrlUses: 5,
  responseUrlMs: 30 * 60_000,

  appName: 35,
  appDescription: 140,
  appLongDescriptionMin: 175,
  appLongDescription: 4000,
  botName: 80,
  commands: 50,
  command: 32,
  commandDescription: 2000,
  commandUsageHint: 1000,
  shortcuts: 10,
  shortcutName: 24,
  shortcutDescription: 150,
  scopes: 255,
  events: 100,
  redirectUrls: 1000,
  requestUrl: 3500,
  commandUrl: 3000,
} as const;
