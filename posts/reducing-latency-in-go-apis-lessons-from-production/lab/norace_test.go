//go:build !race

package lab

const requests = 4000 // about 18 seconds of load
