import { LogLevel } from "@slack/web-api";

/** For Slack's libraries, whose own log lines quote payloads and answers; ours are written where things happen. */
export const silent = () => ({
  debug() {},
  info() {},
  warn() {},
  error() {},
  setLevel() {},
  getLevel: () => LogLevel.ERROR,
  setName() {},
});
