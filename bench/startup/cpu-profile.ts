/** What `node --cpu-prof` writes. */
export interface CpuProfile {
  readonly nodes: readonly {
    id: number;
    callFrame: { functionName: string };
    children?: readonly number[];
  }[];
  readonly samples: readonly number[];
  readonly timeDeltas: readonly number[];
}

const LOADERS =
  /^(require|wrapSafe|compileForInternalLoader|requireBuiltin|__nccwpck_require__|importModuleDynamicallyCallback)$/;

/** The share of CPU time, from 0 to 1, that goes into reading and evaluating modules. */
export function loadingShare({ nodes, samples, timeDeltas }: CpuProfile): number {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const loading = new Set<number>();
  const visit = (id: number, inherited: boolean): void => {
    const node = byId.get(id);
    const isLoading = inherited || LOADERS.test(node?.callFrame.functionName ?? '');
    if (isLoading) loading.add(id);
    for (const child of node?.children ?? []) visit(child, isLoading);
  };
  visit(nodes[0]?.id ?? 0, false);
  let total = 0;
  let spent = 0;
  samples.forEach((id, index) => {
    if (byId.get(id)?.callFrame.functionName === '(idle)') return;
    const delta = timeDeltas[index] ?? 0;
    total += delta;
    if (loading.has(id)) spent += delta;
  });
  return spent / total;
}
