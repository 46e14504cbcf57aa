/** Role of the running service in its own database: neither owner nor superuser. */
export const APPLICATION_ROLE = 'micro_project_app';
