"""The names of acts on accounts, wherever the log is shown."""

from collections.abc import Mapping

# Acts on an account, which are shown to the people who keep it. Their subject is a user name.
KEEPING: Mapping[str, str] = {
    "add_person": "添加人员",
    "change_person": "修改资料",
    "give_membership": "添加任职",
    "change_membership": "改任职期限",
    "end_membership": "结束任职",
    "deactivate": "停用账号",
    "reactivate": "启用账号",
    "make_code": "发激活码",
    "activate": "用激活码设置密码",
}
SIGNING_IN: Mapping[str, str] = {
    "sign_in": "登录",
    "sign_out": "退出",
    "sign_in_failed": "登录失败",
    "sign_in_paused": "登录被暂停",
    "end_sessions": "退出其他登录",
    "change_password": "修改密码",
    "change_password_failed": "修改密码时旧密码不对",
    "change_password_paused": "修改密码被暂停",
    "activate_failed": "激活码不对",
    "activate_paused": "激活被暂停",
}
FIELDS: Mapping[str, str] = {"name": "姓名", "phone": "联系电话", "email": "电子邮箱"}
