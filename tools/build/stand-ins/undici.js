/** The fetch of @actions/github, over a megabyte. Octokit calls the one of src/github/api-fetch.ts in its place. */
export const fetch = () => {
  throw new Error('Octokit must be called with a fetch of its own.');
};
