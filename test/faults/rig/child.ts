// A process of Legwork's that can be told where to fall. It loads, waits, and begins when it is told as what.
import module from "node:module";
import { falls } from "./child/fall.ts";
import { Order, type Reply } from "./child/orders.ts";
import { replace } from "./child/replace.ts";

// Many are started, one after the other: all but the first find their code compiled.
module.enableCompileCache();
replace(JSON.parse(process.argv[2] ?? "{}"));
const { begin } = await import("./child/begin.ts");
module.flushCompileCache();

const reply = (said: Reply): void => void process.send?.(said);
await using opened = new AsyncDisposableStack();
const { promise: end, resolve: stop } = Promise.withResolvers<void>();
process.once("SIGTERM", stop);
// Whoever started us is gone, and with it all that we work for.
process.once("disconnect", () => process.exit(1));

process.on("message", (message) => {
  const order = Order.parse(message);
  if (order.order === "fall") return falls(order, () => reply({ said: "falling" }));
  begin(order, opened).then(
    (url) => reply({ said: "begun", url }),
    (error: unknown) => {
      process.stderr.write(`${order.name} could not begin: ${String(error)}\n`);
      process.exit(1);
    },
  );
});
await end;
process.removeAllListeners("disconnect");
await opened.disposeAsync();
if (process.connected) process.disconnect();
