"""Who and what the tests of the memory are about."""

from bot.memory import Caller, SavedTrack

ANN = Caller("discord:1", "general", "discord:ann", "Ann")
BOB = Caller("discord:1", "general", "discord:bob", "Bob")
BOSS = Caller("discord:1", "general", "discord:boss", "Boss", may_manage=True)
SONG = SavedTrack("song1", "First Song", "The Ones")
OTHER = SavedTrack("song2", "Second Song", "The Twos")
