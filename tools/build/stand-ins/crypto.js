/** Node's crypto is loaded when the toolkit delimits an output, not when it reads an input. */
export const randomUUID = () => process.getBuiltinModule('crypto').randomUUID();
