/** The dialogs that stand open within the pictures of a run, as the address says it. */

/** Asked for by the address until a picture takes it. `graph`: the entry whose optimizer is drawn as a graph. */
export interface Opening {
  point: number | null; // of the data, alone in the graph
  graph: string | null;
}

/** Return what a link asks for; what cannot be understood is not asked for. */
export function openingOf({point, graph}: Readonly<Record<string, unknown>>): Opening {
  return {
    point: Number.isInteger(point) && Number(point) >= 0 ? Number(point) : null,
    graph: typeof graph === "string" && graph !== "" ? graph : null,
  };
}

/** Return the fields of a link: those that are open, else those still asked for. */
export function openingFields(open: Opening, linked: Opening): Partial<Opening> {
  const [point, graph] = [open.point ?? linked.point, open.graph ?? linked.graph];
  return {...(point === null ? {} : {point}), ...(graph === null ? {} : {graph})};
}
