/**
 * The event of the job, which this action never uses. The one of @actions/github reads GITHUB_EVENT_PATH when it is loaded, and
 * prints the path where there is no file: a line break in it would begin a workflow command.
 */
export class Context {}
