"""The judge: labelled sentences, their check, and the training of the layers that decide between two parties."""
