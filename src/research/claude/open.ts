import type { Engine } from "../engine.ts";
import { assumedOf } from "./capabilities.ts";
import { openClient } from "./client.ts";
import { claudeEngine } from "./engine.ts";
import type { Means } from "./means.ts";
import { lookUp } from "./models.ts";
import { isPriced, pricedBy, pricesOf } from "./prices.ts";
import { openPrompts } from "./prompts.ts";
import type { ClaudeSetting } from "./setting.ts";

/** How long the endpoint may take to say what it can do, in milliseconds; then we start without. */
const lookUpMs = 10_000;

/** Opens the engine: asks the endpoint once what its models can do, and tells the operator what is wrong with them. */
export async function openClaude(
  { access, models, capabilities, prices }: ClaudeSetting,
  given: Pick<Means, "serverSearch" | "now" | "chance" | "log"> & {
    /** How long an answer may say nothing, in milliseconds; our own limit unless given. */
    readonly idleMs?: number;
  },
): Promise<{ engine: Engine; problems: readonly string[] }> {
  const { idleMs, ...own } = given;
  const client = openClient(access, idleMs === undefined ? undefined : { idleMs });
  const ids = [
    ...new Set([models.main, models.small, ...(models.other === null ? [] : [models.other])]),
  ];
  const signal = AbortSignal.timeout(lookUpMs);
  const known = await Promise.all(
    ids.map((id) =>
      lookUp(client, id, { own: capabilities, signal }).catch(() => ({
        id,
        can: { ...assumedOf(client.baseUrl, id), ...capabilities },
        problems: [
          "The model endpoint did not answer in time; it is asked again when there is work.",
        ],
      })),
    ),
  );
  const can = new Map(known.map((model) => [model.id, model.can]));
  const means: Means = {
    ...own,
    client,
    models,
    prompts: openPrompts(),
    price: pricedBy(prices),
    can: (model) => can.get(model) ?? { ...assumedOf(client.baseUrl, model), ...capabilities },
  };
  const priceless = ids.filter((id) => !isPriced(id) && prices[id] === undefined);
  const unsearchable = own.serverSearch && !means.can(models.small).serverWebSearch;
  return {
    engine: claudeEngine(means),
    problems: [
      ...new Set([
        ...known.flatMap(({ problems }) => problems),
        ...priceless.map(
          (id) =>
            `The price of ${id} is not known (list of ${pricesOf}): it is counted as the dearest. Say it in LEGWORK_MODEL_PRICES.`,
        ),
        ...(unsearchable
          ? ["LEGWORK_SEARCH=anthropic asks for a web search that this endpoint does not have."]
          : []),
      ]),
    ],
  };
}
