import { z } from "zod";
import type { Chosen, FormValues, View } from "../shapes.ts";

const Input = z.looseObject({
  type: z.literal("input"),
  block_id: z.string(),
  optional: z.boolean().default(false),
  element: z.looseObject({
    type: z.string(),
    action_id: z.string(),
    min_length: z.number().optional(),
    max_length: z.number().optional(),
    initial_value: z.string().optional(),
    initial_date: z.string().optional(),
    initial_option: z.looseObject({}).optional(),
    initial_options: z.array(z.looseObject({})).optional(),
  }),
});
type Input = z.infer<typeof Input>;

/** What Slack's own client complains of before it asks the app: block id → what to say. */
export function emptyInputs(view: View, values: FormValues): Record<string, string> {
  const wrong = inputsOf(view).flatMap((input) => {
    const chosen = values[input.block_id]?.[input.element.action_id];
    const complaint = complaintAbout(input, chosen);
    return complaint === undefined ? [] : [[input.block_id, complaint] as const];
  });
  return Object.fromEntries(wrong);
}

function complaintAbout({ optional, element }: Input, chosen: Chosen | undefined) {
  const { min_length: min = 0, max_length: max = Infinity } = element;
  const length = chosen?.value?.length ?? 0;
  if (!isFilled(chosen)) return optional ? undefined : "Please complete this required field.";
  if (chosen?.value && length < min) return `Please use at least ${min} characters.`;
  if (length > max) return `Please use at most ${max} characters.`;
  return undefined;
}

function isFilled(chosen: Chosen | undefined): boolean {
  const { type: _type, ...held } = { type: "", ...chosen };
  return Object.values(held).some((value) =>
    Array.isArray(value) ? value.length > 0 : value !== null && value !== undefined && value !== "",
  );
}

/** Plain answers → Slack's form state: what is not given keeps its initial value. */
export function fillIn(view: View, given: Record<string, string | Chosen>): FormValues {
  const filled = inputsOf(view).map(({ block_id, element }) => {
    const answer = given[block_id] ?? given[element.action_id];
    const chosen = typeof answer === "string" ? { value: answer } : answer;
    const state = { type: element.type, ...(chosen ?? initial(element)) };
    return [block_id, { [element.action_id]: state }] as const;
  });
  return Object.fromEntries(filled);
}

function initial(element: Input["element"]): Chosen {
  const { initial_value, initial_date, initial_option, initial_options } = element;
  return ChosenLoosely.parse({
    ...(element.type.endsWith("_input") && { value: initial_value ?? null }),
    ...(initial_date !== undefined && { selected_date: initial_date }),
    ...(initial_option !== undefined && { selected_option: initial_option }),
    ...(initial_options !== undefined && { selected_options: initial_options }),
  });
}

/** Initial options were checked when the view was opened. */
const ChosenLoosely = z.custom<Chosen>();

function inputsOf(view: View): Input[] {
  return view.blocks.flatMap((block) => {
    const input = Input.safeParse(block);
    return input.success ? [input.data] : [];
  });
}
