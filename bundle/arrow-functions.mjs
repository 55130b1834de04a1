import ts from 'typescript';
import { edited, parsed } from './edits.mjs';

/**
 * The same code with functions in the place of arrow functions. V8 skips a function until it is called; an arrow
 * function inside of another it takes apart at once, and again when it is called. The SDK has a thousand of them.
 *
 * Arrow functions that share `this`, `super`, `arguments` or `new.target` with what they stand in are left.
 */
export function withoutArrowFunctions(code) {
  const edits = [];
  const edit = (from, to, text) => edits.push({ from, to, text });
  const visit = (node) => {
    if (ts.isArrowFunction(node) && !sharesItsSurroundings(node)) {
      const { body, parameters } = node;
      const [first, last] = [parameters.at(0), parameters.at(-1)];
      const head = node.modifiers ? 'async function (' : 'function (';
      const tail = ts.isBlock(body) ? ') ' : ') { return ';
      if (first) {
        edit(node.getStart(), first.getStart(), head);
        edit(last.end, body.getStart(), tail);
      } else edit(node.getStart(), body.getStart(), head + tail);
      if (!ts.isBlock(body)) edit(body.end, body.end, '; }');
    }
    ts.forEachChild(node, visit);
  };
  visit(parsed(code));
  return edited(code, edits);
}

function sharesItsSurroundings(arrowFunction) {
  const shares = (node) =>
    node.kind === ts.SyntaxKind.ThisKeyword ||
    node.kind === ts.SyntaxKind.SuperKeyword ||
    ts.isMetaProperty(node) ||
    (ts.isIdentifier(node) && node.text === 'arguments') ||
    (!hasItsOwn(node) && ts.forEachChild(node, shares)) ||
    undefined;
  return ts.forEachChild(arrowFunction, shares) === true;
}

const hasItsOwn = (node) => ts.isFunctionExpression(node) || ts.isFunctionDeclaration(node);
