/** A state machine as a table: for each state, which event leads where. */
export type Moves = Readonly<Record<string, Readonly<Record<string, string>>>>;

export type StateOf<M extends Moves> = keyof M & string;
export type EventOf<M extends Moves> = { [S in keyof M]: keyof M[S] & string }[keyof M];

/** Where an event leads from a state. An event the table does not know there is our own mistake. */
export function move<M extends Moves>(moves: M, from: StateOf<M>, event: EventOf<M>): StateOf<M> {
  const to = moves[from]?.[event];
  if (to === undefined) throw new Error(`no move "${event}" from "${from}"`);
  return to as StateOf<M>;
}

/** Every state in which the event may happen. */
export function statesBefore<M extends Moves>(moves: M, event: EventOf<M>): StateOf<M>[] {
  return Object.keys(moves).filter((state) => event in (moves[state] ?? {})) as StateOf<M>[];
}
