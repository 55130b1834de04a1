/**
 * Stands in the bundle for two packages that the toolkit imports but that no run of this action reaches:
 * undici (@actions/http-client wants it only to build a dispatcher for fetch) and @actions/exec
 * (@actions/core wants it only to describe the platform). They would be two thirds of the start-up time.
 */
const leftOut = (name) => {
  throw new Error(`${name} is left out of this bundle (see bundle/left-out.js)`);
};

export class ProxyAgent {
  constructor() {
    leftOut('undici');
  }
}

export const getExecOutput = () => leftOut('@actions/exec');
export const exec = getExecOutput;
