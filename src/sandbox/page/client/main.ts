/// <reference lib="dom" />
import { start } from "./start.ts";

await start();
