//go:build race

package lab

const requests = 2000 // the race detector is slow
