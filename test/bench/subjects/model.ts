// The stand-in of the model: the parts of a plan take their time, everything else is answered at once.
import { z } from "zod";
import { researchBrain } from "../../support/model/brain.ts";
import { startModel } from "../../support/model/server.ts";
import { serve } from "./serve.ts";

const Given = z.object({ callMs: z.number() });

const research = researchBrain({
  hints: {
    subtasks: [
      {
        title: "Ships in the harbour",
        objective: "Find out how many ships enter the harbour.",
        boundaries: "",
        effort: "medium",
        reads: ["web"],
        given: [],
        queries: ["Northhaven harbour ships lock ferry"],
      },
    ],
    complete: true,
    verdict: "supported",
  },
});

await serve(Given, async ({ callMs }, opened) => {
  const model = opened.use(
    await startModel({
      async brain(request, call) {
        const reply = await research(request, call);
        const gathers = (request.tools ?? []).length > 0;
        return { ...reply, pace: { beforeMs: gathers ? callMs : 0 } };
      },
    }),
  );
  return model.url;
});
