import { createHash } from 'node:crypto';
import ts from 'typescript';
import { edited, parsed } from './edits.mjs';

/**
 * The same code with these functions in parentheses. V8 takes those for functions that are called at once, and compiles
 * them along with their file; any other function it skips first, and reads again when it is called.
 *
 * @param called names of functions, as {@link withCallsTold} has them told.
 */
export function withCalledInParentheses(code, called) {
  const names = new Set(called);
  const chosen = functionExpressions(code).filter(
    (node) => names.has(nameOf(node)) && !ts.isParenthesizedExpression(node.parent)
  );
  return edited(
    code,
    chosen.flatMap((node) => [insertion(node.getStart(), '('), insertion(node.end, ')')])
  );
}

/** The same code, whose function expressions tell `globalThis.tellCall` their module and name when they are called. */
export function withCallsTold(code, module) {
  return edited(
    code,
    functionExpressions(code).flatMap((node) => {
      const { body } = node;
      const tell = `globalThis.tellCall(${JSON.stringify(module)}, '${nameOf(node)}')`;
      return ts.isBlock(body)
        ? [insertion(body.getStart() + 1, ` ${tell};`)]
        : [insertion(body.getStart(), `(${tell}, `), insertion(body.end, ')')];
    })
  );
}

/** By what the function says, so that it stays when other code of the module changes. */
const nameOf = (node) => createHash('sha256').update(node.getText()).digest('hex').slice(0, 8);

function functionExpressions(code) {
  const found = [];
  const visit = (node) => {
    if (ts.isArrowFunction(node) || ts.isFunctionExpression(node)) found.push(node);
    ts.forEachChild(node, visit);
  };
  visit(parsed(code));
  return found;
}

const insertion = (at, text) => ({ from: at, to: at, text });
