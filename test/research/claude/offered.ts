import type { MessageRequest } from "../../support/model/request.ts";

/** The names of the tools that a request offers. */
export const toolsOf = ({ tools = [] }: MessageRequest): readonly string[] =>
  tools.map(({ name }) => name);
