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
  /** Of the text that stands for the blocks: `chat.update` refuses more than 4,000. */
  fallbackText: 3_000,
  /** Ours, not Slack's: longer drafts go on in the next message, where a reader can still follow. */
  messageText: 9_000,
  /** Ours: what one block of running text holds. */
  richText: 2_800,
} as const;
