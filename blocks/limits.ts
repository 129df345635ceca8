/**
 * Slack refuses a whole message that breaks any one of these; in characters unless named otherwise.
 * https://docs.slack.dev/reference/block-kit/blocks
 */
export const limits = {
  blocksPerMessage: 50,
  blocksPerView: 100,
  headerText: 150,
  sectionText: 3_000,
  contextElements: 10,
  buttonText: 75,
  buttonValue: 2_000,
  modalTitle: 24,
  inputText: 3_000,
  linkUrl: 3_000,
  /** Of the text that stands for the blocks: `chat.update` refuses more than 4,000. */
  fallbackText: 3_000,
  viewBytes: 250_000,
  /**
   * Of all blocks of a message as JSON, in bytes. Not documented; Slack answers `msg_blocks_too_long` from about 13,200
   * on (https://github.com/slackapi/bolt-js/issues/2509).
   */
  blocksBytes: 12_500,
  /** Ours: what one block of running text holds, in characters and as JSON in bytes. */
  richText: 2_800,
  richTextBytes: 5_000,
} as const;
