import type { Trial } from "./trial.ts";
import { addresses } from "./trials/addresses.ts";
import { burst } from "./trials/burst.ts";
import { deploy } from "./trials/deploy.ts";
import { documents } from "./trials/documents.ts";
import { drain } from "./trials/drain.ts";
import { engine } from "./trials/engine.ts";
import { forged } from "./trials/forged.ts";
import { fuzz } from "./trials/fuzz.ts";
import { injection } from "./trials/injection.ts";
import { kills } from "./trials/kills.ts";
import { model } from "./trials/model.ts";
import { outage } from "./trials/outage.ts";
import { outbound } from "./trials/outbound.ts";
import { parallel } from "./trials/parallel.ts";
import { pauses } from "./trials/pauses.ts";
import { races } from "./trials/races.ts";
import { reaper } from "./trials/reaper.ts";
import { recovery } from "./trials/recovery.ts";
import { responses } from "./trials/responses.ts";
import { restarts } from "./trials/restarts.ts";
import { secrets } from "./trials/secrets.ts";
import { sessions } from "./trials/sessions.ts";
import { soak } from "./trials/soak.ts";
import { storm } from "./trials/storm.ts";
import { strings } from "./trials/strings.ts";

/** The scorecard, in the order in which it is run and shown. */
export const trials: readonly Trial[] = [
  kills,
  recovery,
  engine,
  parallel,
  restarts,
  sessions,
  pauses,
  drain,
  reaper,
  outbound,
  burst,
  storm,
  outage,
  races,
  model,
  fuzz,
  forged,
  addresses,
  responses,
  documents,
  strings,
  injection,
  secrets,
  deploy,
  soak,
];
