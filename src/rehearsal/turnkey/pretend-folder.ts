/** The folder in which the pretend Turnkey keeps its own things: whoever finds it knows that nothing sent here counts. */
export const pretendFolder = "Pretend";
