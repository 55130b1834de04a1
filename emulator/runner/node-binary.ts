export interface NodeBinary {
  readonly path: string;
  /** Says that this is not the version that action.yml asks for. */
  readonly warning?: string;
}

/**
 * The Node for a `runs.using` such as `node24`: the one that runs now, since npm scripts run on Node 24.
 * Throws when that is older, and says what to do.
 */
export function findNode(using: string): NodeBinary {
  const major = Number(/^node(\d+)$/.exec(using)?.[1]);
  if (Number.isNaN(major))
    throw new Error(`runs.using must be node20, node24 or later, but is '${using}'.`);
  const { execPath: path, versions } = process;
  const running = Number.parseInt(versions.node, 10);
  if (running < major) {
    throw new Error(
      `action.yml asks for Node ${major}, but this is Node ${versions.node}. ` +
        `Start it as an npm script, or with Node ${major} or later.`
    );
  }
  if (running === major) return { path };
  return { path, warning: `Using Node ${versions.node} instead of Node ${major}.` };
}
