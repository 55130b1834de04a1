/** A database with one role. It only knows the role's password, and who logged in with it. */
export class Database {
  password: string | undefined;
  /** The passwords of successful logins. */
  readonly logins: string[] = [];

  alterPassword(password: string): void {
    this.password = password;
  }

  logIn(password: string): void {
    if (password !== this.password) throw new Error('FATAL:  password authentication failed');
    this.logins.push(password);
  }
}
