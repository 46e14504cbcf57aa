/** Where the places of the active worker are held: the service's own database. */
export const SUBSCRIPTIONS_DATABASE = Symbol('SUBSCRIPTIONS_DATABASE');
