export const nodeWidth = 164
export const nodeHeight = 56
