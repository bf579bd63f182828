"""Tests of watching: a scripted newsroom on a loopback server, followed over simulated days."""
