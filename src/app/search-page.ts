export function mountSearch(_target: HTMLElement, _query: string): void {}
