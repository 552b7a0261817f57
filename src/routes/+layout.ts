export const csr = false;
export const prerender = true;
export const trailingSlash = 'always';
