"""Takes the picture of the home page in the README again: .venv/bin/python docs/take_home_picture.py

It shows the demonstration of today. Needs what take_pictures.py needs.
"""

from take_pictures import camera, portal

if __name__ == "__main__":
    with portal(demo=True) as (_environment, address), camera(address, 1024) as taking:
        taking.open("/")
        taking.take("home", 944)
