export const nodeWidth = 146
export const nodeHeight = 56
