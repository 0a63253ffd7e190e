"""People who ask for help, and how they are helped: the ground on which the other rooms stand."""
