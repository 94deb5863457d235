// The chart engine as one module. The interpreter evaluates Vega expressions without eval, so that
// the content security policy can forbid it.
export { default as embed } from "vega-embed";
export { expressionInterpreter } from "vega-interpreter";
