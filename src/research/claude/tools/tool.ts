import { z } from "zod";
import type { SourceQuery } from "../../../domain/source.ts";
import type { Brief } from "../../engine.ts";
import type { Shelf } from "./shelf.ts";

/** What a tool is asked from: nothing here has an effect on anything outside. */
export type Asked = { readonly brief: Brief; readonly shelf: Shelf; readonly side: Side };

/** What a call of a tool comes to: something to read, something already read to be shown, or a word that it cannot be. */
export type Wish =
  | {
      readonly read: SourceQuery;
      readonly show: { readonly about: string } | { readonly from: number };
    }
  | { readonly shelved: number; readonly from: number }
  | {
      readonly record: {
        readonly source: number;
        readonly passages: readonly number[];
        readonly why: string;
      };
    }
  | { readonly problem: string };

/** Which tools a part of the plan is given: those that go out to the web, or those that stay inside. */
export type Side = "web" | "inside" | "both";

export type Tool = {
  readonly name: string;
  readonly description: string;
  readonly side: Side;
  readonly input: z.ZodObject;
  readonly wish: (input: unknown, asked: Asked) => Wish;
};

/** A tool whose input is parsed before anything is done with it. */
export const defineTool = <Input extends z.ZodObject>(tool: {
  readonly name: string;
  readonly side: Side;
  readonly description: string;
  readonly input: Input;
  readonly wish: (input: z.infer<Input>, asked: Asked) => Wish;
}): Tool => ({
  ...tool,
  wish(input, asked) {
    const parsed = tool.input.safeParse(input);
    if (parsed.success) return tool.wish(parsed.data, asked);
    const [issue] = parsed.error.issues;
    return {
      problem: `The input does not fit: ${issue?.path.join(".") ?? ""} ${issue?.message ?? ""}`,
    };
  },
});
